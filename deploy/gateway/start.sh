#!/bin/sh
# Writes the published ports and the upload limit into nginx's configuration, then starts nginx.
set -eu
max_upload_bytes=${GATEWAY_MAX_UPLOAD_BYTES:-209715200}
sed -e "s/@PORT_AUTH@/${PORT_AUTH:-4000}/" \
    -e "s/@PORT_MUSIC@/${PORT_MUSIC:-4001}/" \
    -e "s/@PORT_NOTIFICATION@/${PORT_NOTIFICATION:-4002}/" \
    -e "s/@MAX_UPLOAD_BYTES@/$max_upload_bytes/" \
    -e "s/@MAX_FORM_BYTES@/$((max_upload_bytes + 11 * 1024 * 1024))/" \
    /etc/nginx/downbeat/nginx.conf > /tmp/nginx.conf
exec nginx -c /tmp/nginx.conf -e /dev/stderr -g 'daemon off;'
