-- Frees seats, unless newer tickets have taken them over.
-- Input:  KEYS[1] state, KEYS[2] deltas, KEYS[3] members, KEYS[4] seats, KEYS[5] presence, KEYS[6] joined,
--         KEYS[7] votes to skip, KEYS[8] presence that members have told, KEYS[9] reports
--         ARGV[1] how many members are shown, ARGV[2] the stream's bytes, ARGV[3] channel, then for each seat: the member
--         id, the ticket
-- Output: for each seat 0 if another ticket has it, 1 otherwise
local results, freed = {}, {}
for index = 4, #ARGV, 2 do
  local holder = redis.call('HGET', KEYS[4], ARGV[index])
  if holder == ARGV[index + 1] then
    freed[#freed + 1] = ARGV[index]
  end
  results[#results + 1] = (holder and holder ~= ARGV[index + 1]) and 0 or 1
end
free_seats(KEYS, freed, tonumber(ARGV[1]), ARGV[2], ARGV[3])
return results
