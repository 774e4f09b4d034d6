-- Takes back the count of an attempt that did not fail.
-- Input:  KEYS[1] hash of the account as seen from the address: failures, blockedUntilMs
--         KEYS[2] counter of the address's failures in this window
--         ARGV[1] 1 to forget the account's earlier failures too
-- Output: nothing
if ARGV[1] == '1' then
  redis.call('DEL', KEYS[1])
elseif tonumber(redis.call('HGET', KEYS[1], 'failures') or '0') > 0 then
  redis.call('HINCRBY', KEYS[1], 'failures', -1)
end
if tonumber(redis.call('GET', KEYS[2]) or '0') > 0 then
  redis.call('DECR', KEYS[2])
end
