-- Removes a session's live state, and tells the members that the session has ended.
-- Input:  KEYS[1] state, KEYS[2] deltas, KEYS[3] trail, KEYS[4..] every other key of the session
--         ARGV[1] the stream's bytes, ARGV[2] channel, ARGV[3] how long the last delta stays readable (s),
--         ARGV[4..7] as trail_of takes them
-- Output: 1 if there was live state, 0 otherwise
local live = redis.call('EXISTS', KEYS[1])
if live == 1 then
  append_delta(KEYS[1], KEYS[2], ARGV[1], ARGV[2], 'ended', '{}', trail_of(KEYS[3], 4))
  redis.call('EXPIRE', KEYS[2], ARGV[3])
end
redis.call('DEL', KEYS[1])
for index = 4, #KEYS do
  redis.call('DEL', KEYS[index])
end
return live
