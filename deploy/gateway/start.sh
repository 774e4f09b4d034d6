#!/bin/sh
# Writes the settings into nginx's configuration, then starts nginx.
set -eu
max_upload_bytes=${GATEWAY_MAX_UPLOAD_BYTES:-209715200}
requests_per_second=${GATEWAY_REQUESTS_PER_SECOND_PER_IP:-300}
words() { echo "$1" | tr ',' ' '; }
for range in $(words "${GATEWAY_TRUSTED_PROXIES:-}"); do
  echo "set_real_ip_from $range;"
done > /tmp/trusted-proxies.conf
{
  for origin in $(words "${CORS_ORIGINS:-}"); do
    echo "\"$origin\" \$http_origin;"
  done
  if [ "${NODE_ENV:-}" = development ]; then
    echo '"~^https?://(localhost|127\.0\.0\.1|\[::1\])(:[0-9]+)?$" $http_origin;'
  fi
} > /tmp/cors-origins.conf
sed -e "s/@PORT_AUTH@/${PORT_AUTH:-4000}/" \
    -e "s/@PORT_MUSIC@/${PORT_MUSIC:-4001}/" \
    -e "s/@PORT_NOTIFICATION@/${PORT_NOTIFICATION:-4002}/" \
    -e "s/@MAX_UPLOAD_BYTES@/$max_upload_bytes/" \
    -e "s/@MAX_FORM_BYTES@/$((max_upload_bytes + 11 * 1024 * 1024))/" \
    -e "s/@CONNECTIONS@/${GATEWAY_CONNECTIONS_PER_IP:-500}/" \
    -e "s/@REQUESTS_PER_SECOND@/$requests_per_second/" \
    -e "s/@REQUEST_BURST@/$((requests_per_second * 10))/" \
    -e "s#@PROBLEM_BASE_URL@#${PROBLEM_BASE_URL:-https://downbeat.dev/problems}#" \
    -e "s/@PUBLIC_HOSTS@/$(words "${PUBLIC_HOST:-}")/" \
    /etc/nginx/downbeat/nginx.conf > /tmp/nginx.conf
exec nginx -c /tmp/nginx.conf -e /dev/stderr -g 'daemon off;'
