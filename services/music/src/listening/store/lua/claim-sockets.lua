-- Counts devices that users have sockets on, over all instances and sessions, if their users are below the limit. A device
-- that was counted stays counted, so a lost socket of its own never stands in its way.
-- Input:  for each device a key: its user's devices
--         ARGV[1] the limit, ARGV[2] after how long without a refresh a device is not counted (ms), then for each device:
--         its session and its id
-- Output: for each device 1 if it was counted, 0 at the limit
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local results = {}
for index, key in ipairs(KEYS) do
  local device = ARGV[2 + index]
  redis.call('ZREMRANGEBYSCORE', key, '-inf', now - tonumber(ARGV[2]))
  if redis.call('ZSCORE', key, device) or redis.call('ZCARD', key) < tonumber(ARGV[1]) then
    redis.call('ZADD', key, now, device)
    redis.call('PEXPIRE', key, ARGV[2])
    results[index] = 1
  else
    results[index] = 0
  end
end
return results
