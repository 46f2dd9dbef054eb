#!/bin/sh
# build.sh WORK: an image standin/STAGE for each stage of the Dockerfile beside. They hold Debian 13's programs and stand in for the
# public images where no registry can be reached: boot.mjs gives them the tags that a bundle names. For tests only. 3 says that nothing
# outside can be reached from a container, where the packages of services would come from.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
work=$(cd "$1" && pwd)
packages=ca-certificates,wget,nginx-light,postgresql-17,redis-server,rabbitmq-server,python3,python3-venv,python3-pip,prometheus,prometheus-alertmanager

stamp=$(cat "$here"/* | sha256sum | cut -d' ' -f1)
if docker image inspect "standin/ready:$stamp" >/dev/null 2>&1; then exit 0; fi

mirror=$(sh "$here/../../mirror.sh")
if [ ! -s "$work/root.tar" ]; then
  printf 'boot: making a Debian 13 with the programs of the stand-in images (about a minute)\n'
  mmdebstrap --quiet --variant=minbase --include="$packages" --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
    trixie "$work/half.tar" "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror trixie main"
  mv "$work/half.tar" "$work/root.tar"
fi

printf 'boot: building the stand-in images\n'
docker import "$work/root.tar" standin/root >/dev/null
context=$work/context
rm -rf "$context"
mkdir -p "$context/node/bin" "$context/node/lib/node_modules"
cp "$here"/Dockerfile "$here"/*.sh "$here"/*.py "$context/"
cp /etc/ssl/certs/ca-certificates.crt "$context/authorities.crt"
cp "$(readlink -f "$(command -v node)")" "$context/node/bin/node"
cp -r "$(dirname "$(readlink -f "$(command -v npm)")")/.." "$context/node/lib/node_modules/npm"
docker build --quiet --target debian --tag standin/debian "$context" >/dev/null
docker run --rm standin/debian wget -q --timeout=10 --tries=3 --spider "$mirror/dists/trixie/Release" || exit 3
# shellcheck disable=SC2013 # a stage is one word
for stage in $(sed -n 's/^FROM .* AS //p' "$here/Dockerfile"); do
  docker build --quiet --target "$stage" --tag "standin/$stage" "$context" >/dev/null
done
docker tag standin/debian "standin/ready:$stamp"
