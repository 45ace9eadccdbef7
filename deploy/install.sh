#!/usr/bin/env bash
# Installs IncidentBot as a systemd service, or brings an installed one up to date. `--uninstall` removes it and keeps its data.
set -euo pipefail
program=/opt/incidentbot
settings=/etc/incidentbot/environment
unit=/etc/systemd/system/incidentbot.service

stop() { echo "install.sh: $1" >&2; exit 1; }
[[ $EUID -eq 0 ]] || stop "this changes $program and /etc, so it must run as root: sudo deploy/install.sh $*"
case "${1-}" in
  --uninstall)
    systemctl disable --now incidentbot.service 2>/dev/null || true
    rm -rf "$program" "$unit"
    systemctl daemon-reload
    echo "IncidentBot is uninstalled. Its database in /var/lib/incidentbot and its settings in $settings are still there; delete them if nobody needs them."
    exit ;;
  "") ;;
  *) stop "'$1' is not known here; there is --uninstall, or nothing to install" ;;
esac

cd "$(dirname "${BASH_SOURCE[0]}")/.."
command -v dotnet >/dev/null || stop "the .NET 10 SDK is needed to build the bot, and there is no 'dotnet' on the PATH"
dotnet_root=$(dirname "$(readlink -f "$(command -v dotnet)")")
[[ ! $dotnet_root/ =~ ^/(root|home)/ ]] || stop "'dotnet' is in $dotnet_root, where the service may not look; install it for the whole system"

build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT
# Compiled ahead of time: a start costs a third less processor time.
dotnet publish src/IncidentBot --configuration Release --use-current-runtime --no-self-contained -p:PublishReadyToRun=true --artifacts-path "$build/obj" --output "$build/app"

install -d -m 0700 "$(dirname "$settings")"
[[ -e $settings ]] || install -m 0600 /dev/stdin "$settings" <<EOF
DOTNET_ROOT=$dotnet_root
Discord__Token=${Discord__Token-}
EOF
rm -rf "$program.new"
cp -r "$build/app" "$program.new"
chmod -R u=rwX,go=rX "$program.new"
rm -rf "$program"
mv "$program.new" "$program"
install -m 0644 deploy/incidentbot.service "$unit"
systemctl daemon-reload

if grep -q '^Discord__Token=.' "$settings"; then
  systemctl enable incidentbot.service
  systemctl restart incidentbot.service
  echo "IncidentBot is running. Follow it with: journalctl -fu incidentbot"
else
  echo "IncidentBot is installed. Put the bot's token after Discord__Token= in $settings, then run: systemctl enable --now incidentbot"
fi
