#!/usr/bin/env bash
# Ends with 0 when the service of this container answers /health/ready with 200. Needs no program
# beside bash.
set -u
port=${TOCSIN_HTTP_PORT:?the health check needs the port of the HTTP listener}

exec 3<>"/dev/tcp/127.0.0.1/$port" || exit 1
printf 'GET /health/ready HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n' >&3
answer=$(cat <&3)
echo "${answer##*$'\r\n'}"
[[ $answer == 'HTTP/1.1 200 '* ]]
