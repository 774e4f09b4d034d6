-- Counts a user's sockets over all instances and sessions, and lets one more in below the limit.
-- Input:  KEYS[1] the user's sockets
--         ARGV[1] connection, ARGV[2] the limit, ARGV[3] after how long a silent one counts no more (ms)
--         ARGV[4] a socket whose place it may take, '' for none
-- Output: 1 if it was let in, 0 otherwise
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
