-- Gives a member a seat. The same device takes it over with a newer ticket; the delta tells the older sockets.
-- Input:  KEYS[1] state, KEYS[2] deltas, KEYS[3] members, KEYS[4] seats, KEYS[5] presence, KEYS[6] joined
--         ARGV[1] member id, ARGV[2] ticket, ARGV[3] member (JSON), ARGV[4] the limit of members
--         ARGV[5] the stream's bytes, ARGV[6] channel, ARGV[7] time to live (s)
-- Output: 'entered', 'replaced', 'present' (this ticket has the seat already), 'stale' (a newer one has it), 'full' or
--         'missing'
if redis.call('EXISTS', KEYS[1]) == 0 then
  return 'missing'
end
local holder = redis.call('HGET', KEYS[4], ARGV[1])
-- A seat that an earlier version has written has no number.
if holder and (tonumber(holder) or 0) > tonumber(ARGV[2]) then
  return 'stale'
end
if not holder and redis.call('HLEN', KEYS[3]) >= tonumber(ARGV[4]) then
  return 'full'
end
local time = redis.call('TIME')
redis.call('HSET', KEYS[3], ARGV[1], ARGV[3])
redis.call('HSET', KEYS[4], ARGV[1], ARGV[2])
redis.call('ZADD', KEYS[5], time[1] * 1000 + math.floor(time[2] / 1000), ARGV[1])
redis.call('ZADD', KEYS[6], 'NX', ARGV[2], ARGV[1])
for _, key in ipairs(KEYS) do
  redis.call('EXPIRE', key, ARGV[7])
end
if holder == ARGV[2] then
  return 'present'
end
if holder then
  local body = '{"memberId":' .. cjson.encode(ARGV[1]) .. ',"ticket":' .. ARGV[2] .. '}'
  append_delta(KEYS[1], KEYS[2], ARGV[5], ARGV[6], 'replaced', body)
  return 'replaced'
end
local count = ',"memberCount":' .. redis.call('HLEN', KEYS[3]) .. '}'
append_delta(KEYS[1], KEYS[2], ARGV[5], ARGV[6], 'memberJoined', '{"type":"memberJoined","member":' .. ARGV[3] .. count)
return 'entered'
