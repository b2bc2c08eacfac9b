#!/bin/sh
# Starts RabbitMQ with the production settings of cluster-config, less what a closed network on one machine does not need (TLS), and with the one
# user's password from a secret. The broker keeps nothing, so it is set up anew at each start, and a new password counts from then on.
set -eu
umask 077

settings=${MARKETSIM_BROKER_SETTINGS:-/etc/marketsim/rabbitmq}
secret=${MARKETSIM_BROKER_SECRET:-/run/secrets/broker_password}
target=${MARKETSIM_BROKER_RUNTIME:-/run/marketsim}

password=$(cat "$secret")
case $password in
  '') echo "broker: $secret is empty; put a password into it" >&2; exit 1 ;;
  *[!A-Za-z0-9._~+=-]*) echo "broker: the password in $secret may hold letters, digits and . _ ~ + = - only" >&2; exit 1 ;;
esac

{
  grep -Ev '^(listeners|ssl_options|log\.(console|file)|prometheus)' "$settings/rabbitmq.conf"
  echo 'listeners.tcp.default = 5672'
  echo 'log.file = false'
  echo 'log.console = true'
  echo "load_definitions = $target/definitions.json"
} >"$target/rabbitmq.conf"

# The password goes through standard input: arguments can be seen by every process.
printf 's/"password_hash": ""/"password": "%s"/\n/"hashing_algorithm"/d\n' "$password" | sed -f - "$settings/definitions.json" >"$target/definitions.json"

export RABBITMQ_CONFIG_FILE="$target/rabbitmq.conf"
exec docker-entrypoint.sh rabbitmq-server
