-- Saves a member's sync report. A member without a seat has left, and must not delay the others.
-- Input:  KEYS[1] seats, KEYS[2] reports
--         ARGV[1] member id, ARGV[2] report, ARGV[3] time to live (s)
-- Output: 1 if it was saved, 0 otherwise
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 then
  return 0
end
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
redis.call('EXPIRE', KEYS[2], ARGV[3])
return 1
