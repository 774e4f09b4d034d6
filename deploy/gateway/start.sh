#!/bin/sh
# Tells the page where the services are published, then becomes nginx.
set -eu
sed -e "s/@PORT_AUTH@/${PORT_AUTH:-4000}/" \
    -e "s/@PORT_MUSIC@/${PORT_MUSIC:-4001}/" \
    -e "s/@PORT_NOTIFICATION@/${PORT_NOTIFICATION:-4002}/" \
    /etc/nginx/downbeat/nginx.conf > /etc/nginx/nginx.conf
exec nginx -g 'daemon off;'
