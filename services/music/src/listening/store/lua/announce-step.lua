-- Counts a step of the reference clock, unless another instance has counted it.
-- Input:  KEYS[1] generation
--         ARGV[1] the generation that the caller knows
-- Output: the new generation
local current = tonumber(redis.call('GET', KEYS[1]) or '0')
if current ~= tonumber(ARGV[1]) then
  return current
end
return redis.call('INCR', KEYS[1])
