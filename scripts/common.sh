# Shared by the scripts of this folder: where the repository is, ffmpeg, the build.
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
configuration=Release
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

say() { printf '%s\n' "$*" >&2; }

need_dotnet() {
  if ! command -v dotnet >/dev/null 2>&1; then
    say "The .NET 10 SDK is needed: https://dot.net, or the package dotnet-sdk-10.0 of your system."
    exit 2
  fi
}

# Runs a command as root where that needs no password; fails quietly elsewhere.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then sudo -n "$@"; else return 1; fi
}

install_with_package_manager() {
  if command -v apt-get >/dev/null 2>&1; then
    as_root apt-get install -y -qq ffmpeg || { as_root apt-get update -qq && as_root apt-get install -y -qq ffmpeg; }
  elif command -v dnf >/dev/null 2>&1; then as_root dnf install -y -q ffmpeg-free
  elif command -v apk >/dev/null 2>&1; then as_root apk add --quiet ffmpeg
  elif command -v pacman >/dev/null 2>&1; then as_root pacman -S --noconfirm --quiet ffmpeg
  elif command -v zypper >/dev/null 2>&1; then as_root zypper --quiet install -y ffmpeg
  elif command -v brew >/dev/null 2>&1; then brew install --quiet ffmpeg
  else return 1
  fi
}

# ffmpeg does every compressed format; without it the WAV work still runs.
want_ffmpeg() {
  command -v ffmpeg >/dev/null 2>&1 && return 0
  say "Installing ffmpeg (for compressed formats) …"
  if ! install_with_package_manager >/dev/null 2>&1 || ! command -v ffmpeg >/dev/null 2>&1; then
    say "ffmpeg could not be installed here: install it yourself (apt install ffmpeg, brew install ffmpeg, winget install ffmpeg)."
    say "Without it, compressed deliverables are left out and named, and the render ends with exit code 4."
  fi
}

build() {
  say "Building $1 …"
  dotnet build "$root/$1" -c "$configuration" -v quiet -warnaserror >"$root/artifacts/build.log" 2>&1 || { cat "$root/artifacts/build.log" >&2; exit 1; }
}

mkdir -p "$root/artifacts"
