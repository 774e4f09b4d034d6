#!/bin/sh
# Tells the page where the services are published and uploads how large they may be, then becomes nginx.
set -eu
sed -e "s/@PORT_AUTH@/${PORT_AUTH:-4000}/" \
    -e "s/@PORT_MUSIC@/${PORT_MUSIC:-4001}/" \
    -e "s/@PORT_NOTIFICATION@/${PORT_NOTIFICATION:-4002}/" \
    -e "s/@MAX_UPLOAD@/${GATEWAY_MAX_UPLOAD:-210m}/" \
    /etc/nginx/downbeat/nginx.conf > /etc/nginx/nginx.conf
exec nginx -g 'daemon off;'
