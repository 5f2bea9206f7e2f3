# shellcheck shell=sh
# Sourced by mvnw and the launchers in bin: finds a JDK that is new enough, without starting a JVM.
#
# find_jdk sets JAVA_HOME and jdk_major (its feature release), or prints one line and returns 1.
# Order: JAVA_HOME, then `java` on the PATH, then the newest among the usual places. TUTTI_JDK_ROOT, for tests and images,
# stands before the usual places of the system.

jdk_major_least=21

# Sets jdk_major from the JDK in folder $1; 0 when there is none, or only a runtime without javac.
jdk_major_of() {
    jdk_major=0
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
    while IFS='=' read -r jdk_key jdk_value; do
        if [ "$jdk_key" = JAVA_VERSION ]; then
            jdk_value=${jdk_value#\"}
            jdk_major=${jdk_value%%[!0-9]*}
            break
        fi
    done <"$1/release"
    jdk_major=${jdk_major:-0}
}

find_jdk() {
    if [ -n "${JAVA_HOME:-}" ]; then
        jdk_major_of "$JAVA_HOME"
        if [ "$jdk_major" -ge "$jdk_major_least" ]; then
            export JAVA_HOME
            return 0
        fi
    fi
    jdk_java=$(command -v java) && jdk_java=$(readlink -f "$jdk_java" 2>/dev/null) && {
        jdk_home=${jdk_java%/bin/java}
        jdk_major_of "$jdk_home"
        if [ "$jdk_major" -ge "$jdk_major_least" ]; then
            export JAVA_HOME="$jdk_home"
            return 0
        fi
    }
    jdk_best='' jdk_best_major=0
    jdk_root=${TUTTI_JDK_ROOT:-}
    for jdk_home in \
        "$jdk_root"/usr/lib/jvm/* "$jdk_root"/opt/java/* "$jdk_root"/opt/*jdk* \
        "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/* \
        "$jdk_root"/Library/Java/JavaVirtualMachines/*/Contents/Home; do
        jdk_major_of "$jdk_home"
        if [ "$jdk_major" -ge "$jdk_major_least" ] && [ "$jdk_major" -gt "$jdk_best_major" ]; then
            jdk_best=$jdk_home jdk_best_major=$jdk_major
        fi
    done
    if [ -z "$jdk_best" ]; then
        echo "${0##*/}: no JDK $jdk_major_least or newer found: install one" \
            "(Debian, Ubuntu: apt-get install openjdk-21-jdk-headless) or set JAVA_HOME to it" >&2
        return 1
    fi
    export JAVA_HOME="$jdk_best"
    jdk_major=$jdk_best_major
}
