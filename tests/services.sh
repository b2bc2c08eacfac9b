# The database that tests need, what makes two hosts of one machine, and the Python of the package, for tests/run.sh: what is missing is installed, and what was started is ended. Sourced, not run.

# Debian's packages, each with a program that shows that it is there.
service_packages=(postgresql iproute2 python3-numpy python3-msgpack python3-pandas python3-matplotlib python3-nbconvert python3-ipykernel)
service_units=(postgresql.service)

policy=/usr/sbin/policy-rc.d
policy_kept=$policy.kept-by-marketsim-tests
policy_mark="# MarketSim's tests: no service starts while packages are installed."

# Prints the packages that are missing, one a line.
missing_packages() {
  for package in "${service_packages[@]}"; do
    case $package in
      postgresql) command -v postgres || compgen -G '/usr/lib/postgresql/*/bin/postgres' ;;
      iproute2) command -v ip ;;
      python3-*) /usr/bin/python3 -c "import ${package#python3-}" ;;
    esac >/dev/null 2>&1 || echo "$package"
  done
}

# Installs what is missing. Fails when something stays missing, and says what.
install_services() {
  local missing
  mapfile -t missing < <(missing_packages)
  [ ${#missing[@]} -eq 0 ] && return 0

  if ! command -v apt-get >/dev/null; then
    services_missing "${missing[*]}" "there is no apt-get here; install what has these names on Debian, PostgreSQL 15 or newer"
    return 1
  fi
  if [ "$(id -u)" -ne 0 ]; then
    services_missing "${missing[*]}" "only root may install; run: sudo apt-get install --no-install-recommends ${missing[*]}"
    return 1
  fi

  echo "installing ${missing[*]} with apt-get; their system services stay off"
  local log
  log=$(mktemp)
  if ! with_services_off apt_install "${missing[@]}" >"$log" 2>&1; then
    tail -n 40 "$log" >&2
  fi
  rm -f "$log"

  mapfile -t missing < <(missing_packages)
  if [ ${#missing[@]} -ne 0 ]; then
    services_missing "${missing[*]}" "apt-get could not install them; its last lines are above"
    return 1
  fi
}

services_missing() {
  echo "tests/run.sh: missing: $1 ($2)." >&2
  echo "tests/run.sh: the tests against a real database and a real network cannot run without them: they fail." >&2
}

# The package lists of a new machine may be empty, those of an old one out of date: both show as a failed install.
apt_install() {
  local apt_get=(apt-get -qq -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0)
  export DEBIAN_FRONTEND=noninteractive
  "${apt_get[@]}" install -y --no-remove --no-install-recommends "$@" && return 0
  "${apt_get[@]}" update && "${apt_get[@]}" install -y --no-remove --no-install-recommends "$@"
}

# Runs a command while Debian's policy forbids every service to start, then disables the units that came with it: they would start at the next boot.
with_services_off() {
  local unit new_units=() status
  for unit in "${service_units[@]}"; do
    [ -e "/lib/systemd/system/$unit" ] || new_units+=("$unit")
  done

  forbid_services
  "$@"
  status=$?
  restore_policy

  for unit in "${new_units[@]}"; do
    if [ -e "/lib/systemd/system/$unit" ]; then
      # Works without systemd too; it answers only to a package's script, as which it is named one.
      DPKG_MAINTSCRIPT_PACKAGE=marketsim-tests deb-systemd-helper disable "$unit"
    fi
  done
  return $status
}

forbid_services() {
  restore_policy
  printf '#!/bin/sh\n%s\nexit 101\n' "$policy_mark" >"$policy.new"
  chmod 755 "$policy.new"
  if [ -e "$policy" ] || [ -L "$policy" ]; then
    mv "$policy" "$policy_kept"
  fi
  mv "$policy.new" "$policy"
}

# Puts back exactly what was there, also when an earlier run was killed before it could.
restore_policy() {
  [ "$(id -u)" -eq 0 ] || return 0
  rm -f "$policy.new"
  if grep -qsxF "$policy_mark" "$policy"; then
    rm -f "$policy"
  fi
  if [ -e "$policy_kept" ] || [ -L "$policy_kept" ]; then
    mv -f "$policy_kept" "$policy"
  fi
}

# Prints the ids of living processes that were started below the folder: their environment or their working folder names it, or a *.pid file in it
# names a process whose command line names the folder (a process id alone may be somebody else's by now).
processes_below() {
  local folder=$1 pid
  {
    grep -lzxF "MARKETSIM_TEST_SERVICES=$folder" /proc/[0-9]*/environ
    find /proc/[0-9]*/cwd -maxdepth 0 -lname "$folder/*"
    find "$folder" -name '*.pid' -type f -exec head -qn 1 {} + | while read -r pid _; do
      [[ $pid =~ ^[0-9]+$ ]] && grep -lF "$folder" "/proc/$pid/cmdline"
    done
  } 2>/dev/null | cut -d / -f 3 | sort -un
}

# Ends the processes that were started below the folder, politely first, and deletes it.
remove_services() {
  local folder=$1 signal pids
  [ -d "$folder" ] || return 0
  for signal in TERM KILL; do
    mapfile -t pids < <(processes_below "$folder")
    [ ${#pids[@]} -eq 0 ] && break
    kill -s "$signal" "${pids[@]}" 2>/dev/null
    kill -s CONT "${pids[@]}" 2>/dev/null
    for _ in {1..50}; do
      mapfile -t pids < <(processes_below "$folder")
      [ ${#pids[@]} -eq 0 ] && break
      sleep 0.1
    done
  done
  rm -rf "$folder"
}
