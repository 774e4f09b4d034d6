-- Put in front of every script, for those that change what the members see.
-- Appends one delta to the session's stream under the id <epoch>-<sequence> and wakes the instances.
-- Input:  the state hash, the stream, the stream's cap, the channel, the kind, and the body (JSON)
-- Output: nothing
local function append_delta(state, stream, cap, channel, kind, body)
  local epoch = redis.call('HGET', state, 'epoch')
  local revision = redis.call('HGET', state, 'revision')
  local sequence = redis.call('HINCRBY', state, 'sequence', 1)
  local id = epoch .. '-' .. sequence
  redis.call('XADD', stream, 'MAXLEN', '~', cap, id, 'kind', kind, 'revision', revision, 'body', body)
  redis.call('PUBLISH', channel, id)
end
