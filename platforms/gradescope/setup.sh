#!/usr/bin/env bash
# Gradescope runs this once, when it builds the machine that grades: Ubuntu, as root, with the network.
set -euo pipefail
autograder=${AUTOGRADER:-/autograder}

curl --fail --silent --show-error --location https://deb.nodesource.com/setup_22.x | bash -
apt-get install --yes --no-install-recommends nodejs bubblewrap
npm install --global "$autograder"/source/gradecheck-*.tgz
# What this machine can lock a submission in is worth reading in the log of the build.
gradecheck doctor
