-- Takes how many members public sessions have. Forgets those that no instance has counted lately, and, above the limit, those
-- with the fewest members.
-- Input:  KEYS[1] sessions by their members, KEYS[2] sessions by when they were counted
--         ARGV[1] for how long a count is kept (ms), ARGV[2] the most sessions, then for each session: its id, its members
-- Output: nothing
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
for index = 3, #ARGV, 2 do
  if ARGV[index + 1] == '0' then
    redis.call('ZREM', KEYS[1], ARGV[index])
    redis.call('ZREM', KEYS[2], ARGV[index])
  else
    redis.call('ZADD', KEYS[1], ARGV[index + 1], ARGV[index])
    redis.call('ZADD', KEYS[2], now, ARGV[index])
  end
end
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now - tonumber(ARGV[1]), 'LIMIT', 0, 100)) do
  redis.call('ZREM', KEYS[1], id)
  redis.call('ZREM', KEYS[2], id)
end
local excess = redis.call('ZCARD', KEYS[1]) - tonumber(ARGV[2])
if excess > 0 then
  local removed = redis.call('ZPOPMIN', KEYS[1], excess)
  for index = 1, #removed, 2 do
    redis.call('ZREM', KEYS[2], removed[index])
  end
end
