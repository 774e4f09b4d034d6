-- Forgets a session whose trail has nothing to write, unless it has changed since it was claimed.
-- Input:  KEYS[1] as in claim-trails; ARGV[1] the session, ARGV[2] the score that claim-trails gave it
-- Output: nothing
if tonumber(redis.call('ZSCORE', KEYS[1], ARGV[1])) == tonumber(ARGV[2]) then
  redis.call('ZREM', KEYS[1], ARGV[1])
end
