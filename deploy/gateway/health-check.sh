#!/bin/sh
# Healthy when nginx answers. Docker starts a container again whose program ends, but not one whose program hangs: so nginx
# is killed when it does not answer for 10 s.
curl -fsS -o /dev/null --max-time 3 --retry 2 --retry-delay 1 http://127.0.0.1:4009/healthz
result=$?
[ $result != 28 ] || kill -KILL "$(cat /tmp/nginx.pid)"
exit $result
