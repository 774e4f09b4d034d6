-- Counts a try of an invite code as wrong before the code is looked up, so that parallel tries cannot exceed the limit.
-- Input:  KEYS[1] the user's tries
--         ARGV[1] try, ARGV[2] the limit, ARGV[3] for how long a wrong try counts (ms)
-- Output: milliseconds to wait, and nothing was counted; 0 if the user may try, and the try was counted
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - tonumber(ARGV[3]))
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) then
  local oldest = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
  return math.max(tonumber(oldest[2]) + tonumber(ARGV[3]) - now, 1)
end
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 0
