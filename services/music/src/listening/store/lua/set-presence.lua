-- Takes what members say of their presence, unless a newer ticket has their seat, and tells the members what has changed.
-- Input:  the session's keys in the order of enter
--         ARGV[1] how many members are shown, ARGV[2] the stream's bytes, ARGV[3] channel, ARGV[4] time to live (s),
--         then for each member: its id, its ticket, its presence
-- Output: nothing
local is_changed = false
for index = 5, #ARGV, 3 do
  local id, presence = ARGV[index], ARGV[index + 2]
  if redis.call('HGET', KEYS[4], id) == ARGV[index + 1] then
    local before = redis.call('HGET', KEYS[8], id) or 'listening'
    if presence == 'listening' then
      redis.call('HDEL', KEYS[8], id)
    else
      redis.call('HSET', KEYS[8], id, presence)
    end
    is_changed = is_changed or before ~= presence
  end
end
redis.call('EXPIRE', KEYS[8], ARGV[4])
if is_changed and redis.call('EXISTS', KEYS[1]) == 1 then
  append_presence(KEYS, tonumber(ARGV[1]), ARGV[2])
  redis.call('PUBLISH', ARGV[3], '')
end
