-- Writes a session's live state, unless it has one.
-- Input:  KEYS[1] state, KEYS[2] deltas, KEYS[3] commands, KEYS[4] votes to skip, KEYS[5] trail
--         ARGV[1] epoch, ARGV[2] revision, ARGV[3] reference, ARGV[4] timeline (JSON), ARGV[5] room (JSON),
--         ARGV[6] the stream's bytes, ARGV[7] channel, ARGV[8] time to live (s), ARGV[9] access (JSON), ARGV[10] its version,
--         ARGV[11] outputs (JSON), ARGV[12..15] as trail_of takes them
-- Output: 1 if it was written, 0 if the session has a state
if redis.call('EXISTS', KEYS[1]) == 1 then
  return 0
end
redis.call('DEL', KEYS[2], KEYS[3], KEYS[4])
redis.call('HSET', KEYS[1], 'epoch', ARGV[1], 'revision', ARGV[2], 'sequence', 0, 'reference', ARGV[3],
  'timeline', ARGV[4], 'room', ARGV[5], 'access', ARGV[9], 'accessVersion', ARGV[10], 'outputs', ARGV[11])
append_delta(KEYS[1], KEYS[2], ARGV[6], ARGV[7], 'rebased', '{}', trail_of(KEYS[5], 12))
redis.call('EXPIRE', KEYS[1], ARGV[8])
redis.call('EXPIRE', KEYS[2], ARGV[8])
return 1
