-- Saves members' sync reports. A member without a seat has left, and must not delay the others.
-- Input:  KEYS[1] seats, KEYS[2] reports
--         ARGV[1] time to live (s), then for each member: its id, its report
-- Output: nothing
for index = 2, #ARGV, 2 do
  if redis.call('HEXISTS', KEYS[1], ARGV[index]) == 1 then
    redis.call('HSET', KEYS[2], ARGV[index], ARGV[index + 1])
  end
end
redis.call('EXPIRE', KEYS[2], ARGV[1])
