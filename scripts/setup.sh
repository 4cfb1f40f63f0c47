#!/bin/sh
# Brings what a command needs onto the machine: system packages, virtual environment, locked packages.
# Usage: scripts/setup.sh run | check | test | release      Does nothing, in well under a second, when all is there.
set -eu
cd "$(dirname "$0")/.."
purpose=${1:-run}

say() { printf '%s\n' "$1" "$2" >&2; }

# -- which system packages are missing -------------------------------------------------------------
has_command() { command -v "$1" >/dev/null 2>&1; }
has_library() { printf '%s' "$libraries" | grep -q "$1"; }
need() { # need <package> <test...>: notes the package unless the test holds
  package=$1
  shift
  "$@" || missing="$missing $package"
}
has_postgres() { has_command initdb || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; }
has_pip() { .venv/bin/python -c 'import importlib.util as u; u.find_spec("pip") or exit(1)' 2>/dev/null; }
has_venv() { has_pip || "${python:-python3}" -c 'import ensurepip, venv' 2>/dev/null; }
find_python() { # the first interpreter that is new enough
  for candidate in python3 python3.13 python3.12 python3.11; do
    if has_command "$candidate" &&
      "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      python=$candidate
      return 0
    fi
  done
  return 1
}

find_missing() {
  missing=
  libraries=$(/sbin/ldconfig -p 2>/dev/null || ldconfig -p 2>/dev/null || true)
  need python3 find_python
  need python3-venv has_venv
  need libpango-1.0-0 has_library libpango-1.0.so.0 # WeasyPrint draws the PDF with these
  need libpangoft2-1.0-0 has_library libpangoft2-1.0.so.0
  need libharfbuzz0b has_library libharfbuzz.so.0
  need libfontconfig1 has_library libfontconfig.so.1
  if [ "$purpose" != run ]; then
    need gettext has_command xgettext
  fi
  if [ "$purpose" = test ] || [ "$purpose" = release ]; then
    need postgresql has_postgres
    need redis-server has_command redis-server
    need chromium has_command chromium
    need poppler-utils has_command pdftotext
    need qpdf has_command qpdf
    if has_command javac; then # veraPDF runs where there is a JDK; `release` brings one
      need libjaxb-java test -e /usr/share/java/jaxb-runtime.jar
    fi
  fi
  if [ "$purpose" = release ]; then
    need default-jdk-headless has_command javac
    need libjaxb-java test -e /usr/share/java/jaxb-runtime.jar
    need libreoffice-writer-nogui test -e /usr/lib/libreoffice/program/libswlo.so
    need libreoffice-calc-nogui test -e /usr/lib/libreoffice/program/libsclo.so
  fi
  helpful=
  if [ "$purpose" != check ] && ! has_library libharfbuzz-subset.so.0; then
    helpful=libharfbuzz-subset0 # without it a PDF takes seconds instead of half a second
  fi
}

install_packages() {
  say "正在安装系统软件包：$1" "Installing system packages: $1"
  export DEBIAN_FRONTEND=noninteractive
  {
    apt-get -q -o DPkg::Lock::Timeout=600 update &&
      # shellcheck disable=SC2086  # a list of words
      apt-get -q -y --no-install-recommends -o DPkg::Lock::Timeout=600 install $1
  } </dev/null >>var/setup.log 2>&1 || tail -n 5 var/setup.log >&2
}

mkdir -p var
find_missing
if [ -n "$missing$helpful" ] && [ "$(id -u)" = 0 ] && has_command apt-get; then
  install_packages "${missing# } $helpful"
  find_missing
fi
if [ -n "$missing" ]; then
  missing="$missing${helpful:+ $helpful}"
  say "缺少系统软件包：${missing# }。请以管理员身份运行：apt-get install${missing}" \
    "System packages are missing: ${missing# }. As an administrator run: apt-get install${missing}"
  exit 1
fi
if [ -n "$helpful" ]; then
  say "建议安装 ${helpful}（生成 PDF 会快十倍）：apt-get install ${helpful}" \
    "Recommended: ${helpful}, PDF files are made ten times faster with it: apt-get install ${helpful}"
fi

# -- the virtual environment ---------------------------------------------------------------------------
lock=requirements/base.txt
[ "$purpose" = run ] || lock=requirements/dev.txt
installed() { # installed <lock file>: the environment holds exactly what this lock file says
  .venv/bin/python -c '' 2>/dev/null && cksum "$1" 2>/dev/null | cmp -s - ".venv/$(basename "$1").cksum"
}
ready() { installed "$lock" || { [ "$purpose" = run ] && installed requirements/dev.txt; }; }

ready && exit 0
exec 9>var/setup.lock
flock 9 # two commands started at once: the second waits here and finds all done
ready && exit 0
if ! has_pip; then
  rm -rf .venv # made by another interpreter, in another folder, or only half made
  "$python" -m venv .venv
fi
say "正在安装 Python 软件包（首次约需一两分钟）" "Installing Python packages (a minute or two the first time)"
rm -f .venv/*.cksum
.venv/bin/python -m pip --disable-pip-version-check \
  install --quiet --no-input \
  --no-deps --require-hashes -r "$lock" </dev/null >&2 || {
  say "软件包没有装好：请检查网络或 pip 的软件源设置后再运行一次。" \
    "The packages could not be installed: check the network or pip's index setting and run this again."
  exit 1
}
cksum "$lock" >".venv/$(basename "$lock").cksum"
