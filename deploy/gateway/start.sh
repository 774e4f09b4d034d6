#!/bin/sh
# Writes the settings into nginx's configuration, then starts nginx.
set -eu
max_upload_bytes=${GATEWAY_MAX_UPLOAD_BYTES:-209715200}
words() { echo "$1" | tr ',' ' '; }
sed -e "s/@PORT_AUTH@/${PORT_AUTH:-4000}/" \
    -e "s/@PORT_MUSIC@/${PORT_MUSIC:-4001}/" \
    -e "s/@PORT_NOTIFICATION@/${PORT_NOTIFICATION:-4002}/" \
    -e "s/@MAX_UPLOAD_BYTES@/$max_upload_bytes/" \
    -e "s/@MAX_FORM_BYTES@/$((max_upload_bytes + 11 * 1024 * 1024))/" \
    -e "s/@PUBLIC_HOSTS@/$(words "${PUBLIC_HOST:-}")/" \
    /etc/nginx/downbeat/nginx.conf > /tmp/nginx.conf
exec nginx -c /tmp/nginx.conf -e /dev/stderr -g 'daemon off;'
