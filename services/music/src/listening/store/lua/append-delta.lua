-- Put in front of every script, for those that change what the members see.
-- Appends one delta to the session's stream under the id <epoch>-<sequence> and wakes the instances. The stream keeps as
-- many entries as entries of this size fit into its bytes, so that neither many small ones nor a few large ones fill Redis.
-- Input:  the state hash, the stream, the bytes that the stream may have, the channel (nil: the caller wakes the instances
--         after its last delta), the kind, the body (JSON), and what the trail needs (nil: the delta is no part of the trail)
-- Output: nothing
local ENTRY_BYTES = 64
local TRAIL_SECONDS = 24 * 60 * 60
local append_trail
local function append_delta(state, stream, bytes, channel, kind, body, trail)
  local epoch = redis.call('HGET', state, 'epoch')
  local revision = redis.call('HGET', state, 'revision')
  local sequence = redis.call('HINCRBY', state, 'sequence', 1)
  local id = epoch .. '-' .. sequence
  local kept = math.max(1, math.floor(bytes / (#body + ENTRY_BYTES)))
  local entry = {'kind', kind, 'revision', revision, 'body', body}
  if trail then
    for _, value in ipairs({'at', trail.at, 'changedAt', trail.changed_at}) do
      entry[#entry + 1] = value
    end
    append_trail(state, trail, epoch, sequence, entry, #body)
  end
  redis.call('XADD', stream, 'MAXLEN', '~', kept, id, unpack(entry))
  if channel then
    redis.call('PUBLISH', channel, id)
  end
end

-- Input:  the state hash
-- Output: all that a change of the revision may change (JSON)
local function whole_state(state)
  local parts = redis.call('HMGET', state, 'timeline', 'reference', 'room', 'outputs', 'changedAt')
  local body = '{"timeline":' .. parts[1] .. ',"reference":' .. cjson.encode(parts[2] or '')
  body = body .. ',"room":' .. parts[3] .. ',"outputs":' .. (parts[4] or 'null')
  return body .. ',"changedAt":' .. cjson.encode(parts[5] or '') .. '}'
end

-- Appends an entry to the trail, from which an instance writes it to MongoDB. An entry has the whole state when one cannot go
-- on from the entry before: in a new epoch, after a change by an instance of an earlier version, when entries were dropped
-- because too many bytes wait, and after so many entries, so that the oldest ones can be removed.
-- Input:  the state hash, the trail ({key, at, changed_at, bytes, segment}), epoch, sequence, the fields of the delta, the
--         bytes of its body
-- Output: nothing
append_trail = function(state, trail, epoch, sequence, fields, size)
  local kind, revision = fields[2], fields[4]
  local last, since, waiting = unpack(redis.call('HMGET', state, 'trailRevision', 'trailSince', 'trailBytes'))
  local follows = last == epoch .. ' ' .. (kind == 'timeline' and revision - 1 or revision)
  since, waiting = (tonumber(since) or 0) + 1, tonumber(waiting) or 0
  if waiting > tonumber(trail.bytes) then
    redis.call('DEL', trail.key)
    waiting, follows = 0, false
  end
  local entry = {'epoch', epoch, 'sequence', sequence, unpack(fields)}
  if not follows or since >= tonumber(trail.segment) then
    local whole = whole_state(state)
    entry[#entry + 1], entry[#entry + 2] = 'state', whole
    since, size = 0, size + #whole
  end
  redis.call('XADD', trail.key, '*', unpack(entry))
  redis.call('EXPIRE', trail.key, TRAIL_SECONDS)
  redis.call('HSET', state, 'trailRevision', epoch .. ' ' .. revision, 'trailSince', since,
    'trailBytes', waiting + size + ENTRY_BYTES)
end

-- Input:  the key of the trail, the first argument of four: the time of the entry ('' when none is kept), which revisions
--         changed what, the bytes that may wait, and after how many entries one has the whole state
-- Output: what append_delta takes as the trail
local function trail_of(key, first)
  if not ARGV[first] or ARGV[first] == '' then
    return nil
  end
  local at, changed_at, bytes, segment = unpack(ARGV, first, first + 3)
  return { key = key, at = at, changed_at = changed_at, bytes = bytes, segment = segment }
end

-- Appends the number of members. Members beyond those of the snapshot get no message of their own. The kind is one that
-- instances of earlier versions know, so they pass the body on.
-- Input:  the state hash, the stream, the stream's bytes, and the members
-- Output: nothing
local function append_count(state, stream, bytes, members)
  local body = '{"type":"memberCount","memberCount":' .. redis.call('HLEN', members) .. '}'
  append_delta(state, stream, bytes, nil, 'memberJoined', body)
end

-- Input:  a member id
-- Output: the user's id
local function user_of(id)
  return string.match(id, '^(.-):') or id
end

-- The chosen outputs are told and shown like the first members.
-- Input:  the state hash, a member id
-- Output: whether the member is a chosen output
local function is_output(state, id)
  local outputs = redis.call('HGET', state, 'outputs')
  return outputs and string.find(outputs, '"memberId":' .. cjson.encode(id), 1, true) ~= nil
end

-- Input:  the id of a user
-- Output: whether it is a guest: the id is a UUID v8
local function is_guest(user)
  return string.sub(user, 15, 15) == '8'
end

-- Counts the votes to skip the current item. Users who are not connected, or may not vote, count neither as votes nor as
-- those of whom a share is needed.
-- Input:  the state hash, the members, the votes
-- Output: nil when no one has voted; else the item, the votes, how many are needed, and the set of users who may vote
local DEFAULT_PERCENT = 50
local RANKS = { guest = 0, listener = 1, dj = 2, coHost = 3, owner = 4 }
local function count_skip_votes(state, members, votes)
  local item = redis.call('HGET', votes, 'item')
  if not item then
    return nil
  end
  local access = cjson.decode(redis.call('HGET', state, 'access') or '{}')
  local least = RANKS[(access.permissions or {}).vote] or RANKS.listener
  local acting_host = redis.call('HGET', state, 'actingHost')
  local voted = {}
  for _, user in ipairs(redis.call('HKEYS', votes)) do
    voted[user] = true
  end
  local users, count, voters = 0, 0, {}
  local all = redis.call('HGETALL', members)
  for index = 1, #all, 2 do
    local user = user_of(all[index])
    local rank = RANKS[string.match(all[index + 1], '"role":"(%a+)"}$')] or RANKS.listener
    if not voters[user] and (rank >= least or user == acting_host) then
      voters[user] = true
      users = users + 1
      count = count + (voted[user] and 1 or 0)
    end
  end
  local percent = access.skipSharePercent or DEFAULT_PERCENT
  local needed = math.max(1, math.ceil(percent * users / 100))
  return item, count, needed, voters
end

-- Appends the votes to skip the current item, if anyone has voted, as append_count does.
-- Input:  the state hash, the stream, the stream's bytes, the members, the votes, what is told of one user (JSON; nil for
--         none)
-- Output: nothing
local function append_skip_votes(state, stream, bytes, members, votes, vote)
  local item, count, needed = count_skip_votes(state, members, votes)
  if not item then
    return
  end
  local body = '{"type":"skipVotes","queueItemId":' .. cjson.encode(item) .. ',"count":' .. count .. ',"needed":' .. needed
  append_delta(state, stream, bytes, nil, 'memberJoined', body .. (vote and ',"vote":' .. vote or '') .. '}')
end

-- Appends how many members are away or buffering, and who of the shown ones. It says all, so a later one replaces it.
-- Input:  the session's keys in the order of enter, how many members are shown, the stream's bytes
-- Output: nothing
local function append_presence(keys, shown, bytes)
  local counts = { away = 0, buffering = 0 }
  for _, presence in ipairs(redis.call('HVALS', keys[8])) do
    counts[presence] = (counts[presence] or 0) + 1
  end
  local others = {}
  for _, id in ipairs(redis.call('ZRANGE', keys[6], 0, shown - 1)) do
    local presence = redis.call('HGET', keys[8], id)
    if presence then
      others[#others + 1] = '{"memberId":' .. cjson.encode(id) .. ',"presence":"' .. presence .. '"}'
    end
  end
  local body = '{"type":"presenceChanged","counts":{"away":' .. counts.away .. ',"buffering":' .. counts.buffering
  body = body .. '},"members":[' .. table.concat(others, ',') .. ']}'
  append_delta(keys[1], keys[2], bytes, nil, 'memberJoined', body)
end

-- Frees seats, and tells which of the shown members have left and which have moved up among them.
-- Input:  the session's keys in the order of refresh-presence, member ids, how many members are shown, the stream's bytes,
--         the channel
-- Output: nothing
local function free_seats(keys, ids, shown, bytes, channel)
  local live = redis.call('EXISTS', keys[1]) == 1
  local has_presence = #ids > 0 and redis.call('EXISTS', keys[8]) == 1
  local is_counted = false
  for _, id in ipairs(ids) do
    local place = redis.call('ZRANK', keys[6], id)
    redis.call('HDEL', keys[3], id)
    redis.call('HDEL', keys[4], id)
    redis.call('ZREM', keys[5], id)
    redis.call('ZREM', keys[6], id)
    redis.call('HDEL', keys[8], id)
    redis.call('HDEL', keys[9], id)
    local is_further = place and place >= shown
    if live and is_further and not is_output(keys[1], id) then
      is_counted = true
    elseif live then
      local count = redis.call('HLEN', keys[3])
      local left = cjson.encode({ type = 'memberLeft', memberId = id, memberCount = count })
      append_delta(keys[1], keys[2], bytes, nil, 'memberLeft', left)
      local moved_up = not is_further and redis.call('ZRANGE', keys[6], shown - 1, shown - 1)[1]
      local member = moved_up and redis.call('HGET', keys[3], moved_up)
      if member then
        local joined = '{"type":"memberJoined","member":' .. member .. ',"memberCount":' .. count .. '}'
        append_delta(keys[1], keys[2], bytes, nil, 'memberJoined', joined)
      end
    end
  end
  if is_counted then
    append_count(keys[1], keys[2], bytes, keys[3])
  end
  if live and has_presence then
    append_presence(keys, shown, bytes)
  end
  if live and #ids > 0 then
    local _, _, _, voters = count_skip_votes(keys[1], keys[3], keys[7])
    for _, id in ipairs(voters and ids or {}) do
      if not voters[user_of(id)] then
        redis.call('HDEL', keys[7], user_of(id))
      end
    end
    append_skip_votes(keys[1], keys[2], bytes, keys[3], keys[7])
    redis.call('PUBLISH', channel, '')
  end
end

-- The role is the last field of a member, which instances write.
-- Input:  the member (JSON), the role
-- Output: the member (JSON) with this role
local function with_role(member, role)
  return (string.gsub(member, '"role":"%a+"}$', '"role":"' .. role .. '"}'))
end
