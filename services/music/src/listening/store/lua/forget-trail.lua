-- Removes entries of a trail that were written.
-- Input:  KEYS[1] state, KEYS[2] trail; ARGV[1..] the ids of the entries
-- Output: nothing
redis.call('XDEL', KEYS[2], unpack(ARGV))
if redis.call('XLEN', KEYS[2]) > 0 then
  return
end
redis.call('DEL', KEYS[2])
if redis.call('EXISTS', KEYS[1]) == 1 then
  redis.call('HSET', KEYS[1], 'trailBytes', 0)
end
