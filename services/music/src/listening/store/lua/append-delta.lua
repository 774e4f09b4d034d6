-- Put in front of every script, for those that change what the members see.
-- Appends one delta to the session's stream under the id <epoch>-<sequence> and wakes the instances. The stream keeps as
-- many entries as entries of this size fit into its bytes, so that neither many small ones nor a few large ones fill Redis.
-- Input:  the state hash, the stream, the bytes that the stream may have, the channel, the kind, and the body (JSON)
-- Output: nothing
local ENTRY_BYTES = 64
local function append_delta(state, stream, bytes, channel, kind, body)
  local epoch = redis.call('HGET', state, 'epoch')
  local revision = redis.call('HGET', state, 'revision')
  local sequence = redis.call('HINCRBY', state, 'sequence', 1)
  local id = epoch .. '-' .. sequence
  local kept = math.max(1, math.floor(bytes / (#body + ENTRY_BYTES)))
  redis.call('XADD', stream, 'MAXLEN', '~', kept, id, 'kind', kind, 'revision', revision, 'body', body)
  redis.call('PUBLISH', channel, id)
end
