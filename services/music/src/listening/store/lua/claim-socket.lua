-- Counts a socket of a user, over all instances and sessions, if the user is below the limit.
-- Input:  KEYS[1] the user's sockets
--         ARGV[1] connection, ARGV[2] the limit, ARGV[3] after how long without a refresh a socket is not counted (ms)
--         ARGV[4] a connection that it may replace at the limit, '' for none
-- Output: 1 if it was counted, 0 at the limit
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - tonumber(ARGV[3]))
if not redis.call('ZSCORE', KEYS[1], ARGV[1]) and redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) then
  if ARGV[4] == '' or redis.call('ZREM', KEYS[1], ARGV[4]) == 0 then
    return 0
  end
end
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
