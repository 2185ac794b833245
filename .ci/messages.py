"""Checks the digests of messages as HOW-TO-VERIFY.txt tells a person to, with nothing of consign's.

messages.py DEPOSIT-MANIFEST TRANSCRIPT...
"""

import hashlib
import re
import subprocess
import sys
import xml.etree.ElementTree as tree

TRANSCRIPT = "{urn:x-consign:transcript:0.1}"
MANIFEST = "{urn:x-consign:deposit-manifest:0.1}"


def canonical(fragment: bytes) -> bytes:
    """Returns the Exclusive Canonical XML of an element, by xmllint."""
    ran = subprocess.run(
        ["xmllint", "--nonet", "--exc-c14n", "-"], input=fragment, capture_output=True, check=True
    )
    return ran.stdout


def check(path: str, root_in_manifest: str) -> int:
    """Checks one transcript and returns how many messages it has."""
    raw = open(path, "rb").read()
    messages = re.findall(rb"<message .*?</message>", raw, re.S)
    stated = [e.text for e in tree.parse(path).iter(TRANSCRIPT + "digest")]
    found = [hashlib.sha256(message).hexdigest() for message in messages]
    assert found == stated, f"{path}: a digest differs"
    root = hashlib.sha256("".join(d + "\n" for d in found).encode()).hexdigest()
    assert root == root_in_manifest, f"{path}: the root differs from the deposit manifest's"
    for n, message in enumerate(messages, 1):
        assert canonical(message) == message, f"{path}: message {n} is not in canonical form"
    return len(messages)


def main(manifest: str, paths: list[str]) -> None:
    document = tree.parse(manifest)
    roots = {r.get("path"): r.get("root") for r in document.iter(MANIFEST + "record")}
    total = sum(check(path, roots[path]) for path in paths)
    transferred = int(next(document.iter(MANIFEST + "counts")).get("transferred"))
    assert total == transferred, f"{total} messages, and {transferred} in the deposit manifest"
    print(f"{total} messages in {len(paths)} transcripts")


main(sys.argv[1], sys.argv[2:])
