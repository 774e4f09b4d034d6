-- Counts one request; the window begins with its first.
-- Input:  KEYS[1] counter of the requests in this window
--         ARGV[1] length of the window in ms
-- Output: {requests so far, ms until it starts again}
local current = redis.call('INCR', KEYS[1])
if current == 1 then
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
end
return {current, redis.call('PTTL', KEYS[1])}
