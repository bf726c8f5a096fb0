#!/bin/sh
# Runs a command on a machine of its own: all files of this one are there, and what is written to
# them is gone when the command has ended. machine.rs starts it in namespaces of its own.
#
#   machine.sh FOLDER REPOSITORY [PATH…] -- COMMAND…
#
# FOLDER is a place to mount what is written. Root may write to all that is on the disk of `/` and on
# those of the PATHs; others to the repository, for nobody else may lay something over `/`.
set -eu

# On a machine that somebody works on, all of this would be ruinous.
[ "$$" = 1 ] || { echo "machine.sh: tests/docs/machine.rs alone starts this, in namespaces of its own" >&2; exit 2; }

# Who has started this holds its standard input; when he is gone, so is the machine.
exec 3<&0
{
    cat <&3 >/dev/null
    kill -KILL -1
} &

folder=$1 repository=$2
shift
# Inside, everybody is root.
is_root=$(awk '$1 == 0 && $2 == 0 { print "yes" }' /proc/self/uid_map)
mount -t tmpfs -o mode=755 tmpfs "$folder"
cd "$folder"
mkdir root

layers=0
layer() {
    layers=$((layers + 1))
    mkdir -p "upper/$layers" "work/$layers"
    mount -t overlay -o "lowerdir=$1,upperdir=upper/$layers,workdir=work/$layers" overlay "root$1"
}
if [ -n "$is_root" ]; then
    layer /
else
    mount --rbind / root
    layer "$repository"
fi
while [ "$1" != -- ]; do
    disk=$(findmnt --noheadings --output TARGET --target "$1")
    [ -z "$is_root" ] || mountpoint --quiet "root$disk" || layer "$disk"
    shift
done
shift

mount -t proc proc root/proc
mount --rbind /dev root/dev
mount --rbind /sys root/sys
# Home, and what only a machine of one's own may have.
mount -t tmpfs -o mode=755 tmpfs root/mnt
{
    cat /etc/hosts
    echo "127.0.0.1 mongo.example redis.example music.example.org"
} >root/mnt/hosts
mount --bind root/mnt/hosts root/etc/hosts

cd root
pivot_root . .
umount --lazy .
ip link set lo up
# Nothing takes so long unless it waits in vain.
timeout 300 "$@" </dev/null 3<&-
