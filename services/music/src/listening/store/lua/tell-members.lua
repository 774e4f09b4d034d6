-- Sends a message to every member of a session that has live state. The kind is one that instances of earlier versions know,
-- so they pass the body on.
-- Input:  KEYS[1] state, KEYS[2] deltas, KEYS[3] trail
--         ARGV[1] the stream's bytes, ARGV[2] channel, ARGV[3] the message (JSON), ARGV[4..7] as trail_of takes them
-- Output: nothing
if redis.call('EXISTS', KEYS[1]) == 1 then
  append_delta(KEYS[1], KEYS[2], ARGV[1], ARGV[2], 'memberJoined', ARGV[3], trail_of(KEYS[3], 4))
end
