-- Saves members' sync reports, and counts them for the summary of the session. A member without a seat has left, and must
-- not delay the others.
-- Input:  KEYS[1] seats, KEYS[2] reports, KEYS[3] sync of the members, KEYS[4] totals of the session
--         ARGV[1] time to live (s), ARGV[2] how many members without a seat may be kept in KEYS[3], then for each member:
--         its id, its delays, its sync, the class of its error and the cause ('' for none)
-- Output: nothing
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
for index = 3, #ARGV, 5 do
  local id = ARGV[index]
  if redis.call('HEXISTS', KEYS[1], id) == 1 then
    redis.call('HSET', KEYS[2], id, ARGV[index + 1])
    redis.call('HSET', KEYS[3], id, ARGV[index + 2] .. ',' .. string.format('%.0f', now))
    if ARGV[index + 3] ~= '' then
      redis.call('HSETNX', KEYS[4], 'since', string.format('%.0f', now))
      redis.call('HINCRBY', KEYS[4], 'class:' .. ARGV[index + 3], 1)
    end
    if ARGV[index + 4] ~= '' then
      redis.call('HINCRBY', KEYS[4], 'cause:' .. ARGV[index + 4], 1)
    end
  end
end
local members = redis.call('HLEN', KEYS[1])
if members > tonumber(redis.call('HGET', KEYS[4], 'members') or '0') then
  redis.call('HSET', KEYS[4], 'members', members)
end
if redis.call('HLEN', KEYS[3]) > members + tonumber(ARGV[2]) then
  for _, id in ipairs(redis.call('HKEYS', KEYS[3])) do
    if redis.call('HEXISTS', KEYS[1], id) == 0 then
      redis.call('HDEL', KEYS[3], id)
    end
  end
end
for index = 2, 4 do
  redis.call('EXPIRE', KEYS[index], ARGV[1])
end
