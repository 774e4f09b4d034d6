-- Counts a device that a user has a socket on, over all instances and sessions, if the user is below the limit. A device
-- that was counted stays counted, so a lost socket of its own never stands in its way.
-- Input:  KEYS[1] the user's devices
--         ARGV[1] session and device, ARGV[2] the limit
--         ARGV[3] after how long without a refresh a device is not counted (ms)
-- Output: 1 if it was counted, 0 at the limit
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - tonumber(ARGV[3]))
if not redis.call('ZSCORE', KEYS[1], ARGV[1]) and redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) then
  return 0
end
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
