# shellcheck shell=sh disable=SC1091,SC2086,SC2154
# Sourced by the commands in this folder: builds a module when its sources are newer than what was built last,
# then turns into its JVM. Expects root, module, modules (all that $module is built from), options (of the JVM) and training
# (arguments of a short run that loads the classes that every start needs).
#
# What runs is a copy in $module/target/launch/N, so that a later build does not pull the jars from under a running
# member; the last few copies stay. Each has its own archive of loaded classes, written once and only read by members.

# A closed standard stream counts as /dev/null. Left closed, its number would go to the next file that the JVM opens, and a member
# would cast the JVM's own files. Copied to another number, since copying a closed one to itself is no error to a shell.
(: 3<&0) 2>/dev/null || exec </dev/null
(: 3>&1) 2>/dev/null || exec >/dev/null
(: 3>&2) 2>/dev/null || exec 2>/dev/null

. "$root/.mvn/find-jdk.sh"

name=${0##*/}
# The JVM's own remarks would mix with what the command prints; errors remain.
options="$options -Xlog:disable -Xlog:all=error:stderr"
home=$root/$module/target/launch
kept=5

# True when there is no build, or a source, a folder or a build file changed after it began.
stale() {
    [ -e "$home/stamp" ] && [ -e "$home/current" ] || return 0
    set -- "$root/pom.xml"
    for m in $modules; do
        set -- "$@" "$root/$m/pom.xml" "$root/$m/src/main"
    done
    [ -n "$(find "$@" -newer "$home/stamp" -print -quit)" ]
}

# One build at a time in this tree, whichever command asks. Ends with the process.
lock() {
    mkdir -p "$root/target"
    if command -v flock >/dev/null; then
        exec 9>"$root/target/launch.lock"
        flock -n 9 || {
            echo "$name: waiting for another build ..." >&2
            flock 9
        }
    else
        until mkdir "$root/target/launch.lock.d" 2>/dev/null; do
            holder=$(cat "$root/target/launch.lock.d/pid" 2>/dev/null || true)
            if [ -n "$holder" ] && ! kill -0 "$holder" 2>/dev/null; then
                rm -rf "$root/target/launch.lock.d"
            fi
            sleep 1
        done
        echo $$ >"$root/target/launch.lock.d/pid"
        trap 'rm -rf "$root/target/launch.lock.d"' EXIT
        trap 'exit 130' HUP INT TERM
    fi
}

unlock() {
    if command -v flock >/dev/null; then
        exec 9>&-
    else
        rm -rf "$root/target/launch.lock.d"
        trap - EXIT HUP INT TERM
    fi
}

build() {
    mkdir -p "$home"
    if [ -e "$home/stamp" ]; then
        echo "$name: building what changed ..." >&2
    else
        echo "$name: building (first use, about a minute) ..." >&2
    fi
    : >"$home/stamp.new"
    rm -rf "$root/$module/target/lib" "$root/$module/target"/*.jar
    if ! "$root/mvnw" -f "$root/pom.xml" -B -Dmaven.test.skip=true -pl "$module" -am package \
        >"$home/build.log" 2>&1 9>&-; then
        grep -E '\.java:|^mvnw|Failed to execute' "$home/build.log" >&2 || cat "$home/build.log" >&2
        echo "$name: the build failed; all of it is in $home/build.log" >&2
        exit 1
    fi

    number=$(($(readlink "$home/current" 2>/dev/null || echo 0) + 1))
    rm -rf "${home:?}/$number" "${home:?}/$((number - kept))"
    mkdir "$home/$number"
    cp -R "$root/$module/target/lib" "$home/$number"
    cp "$root/$module/target/tutti-$module"-*.jar "$home/$number/tutti.jar"
    # A start is as good without the archive, only slower.
    if "$JAVA_HOME/bin/java" $options -XX:ArchiveClassesAtExit="$home/$number/classes.new" \
        -jar "$home/$number/tutti.jar" $training </dev/null >/dev/null 2>&1 9>&-; then
        mv "$home/$number/classes.new" "$home/$number/classes.jsa" 2>/dev/null || true
    fi

    rm -f "$home/current.new"
    ln -s "$number" "$home/current.new"
    mv -f -T "$home/current.new" "$home/current" 2>/dev/null || mv -f -h "$home/current.new" "$home/current"
    mv -f "$home/stamp.new" "$home/stamp"
}

find_jdk || exit 1
if stale; then
    lock
    if stale; then build; fi
    unlock
fi
copy=$home/$(readlink "$home/current")
set -f
exec "$JAVA_HOME/bin/java" $options -Xshare:auto -XX:SharedArchiveFile="$copy/classes.jsa" \
    ${TUTTI_JAVA_OPTS:-} -jar "$copy/tutti.jar" "$@"
