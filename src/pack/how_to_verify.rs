//! `HOW-TO-VERIFY.txt`: how to check a package with tools that everybody has.

/// Returns the text for a package with this name.
pub fn how_to_verify(package: &str) -> String {
    format!(
        "HOW TO VERIFY THIS PACKAGE WITHOUT CONSIGN

This is a BagIt 1.0 bag (RFC 8493) in a ZIP with nothing compressed. You need a ZIP
reader, a SHA-256 tool and, for the last step, an XML validator.

1. Compare the ZIP with the checksum that came beside it:

       sha256sum -c {package}.zip.sha256

   On Windows, in PowerShell (not tested by the makers of consign):

       (Get-FileHash {package}.zip -Algorithm SHA256).Hash

   and compare by eye with the text in {package}.zip.sha256.

2. Unpack it and go into the folder:

       unzip {package}.zip
       cd {package}

   On Windows: right-click, Extract all.

3. Check every file against both kinds of digest:

       sha256sum -c --quiet --strict manifest-sha256.txt
       sha256sum -c --quiet --strict tagmanifest-sha256.txt
       sha512sum -c --quiet --strict manifest-sha512.txt
       sha512sum -c --quiet --strict tagmanifest-sha512.txt

   No output and no error means that every listed file is unchanged.

4. See that there is nothing in data/ that is not listed:

       find data -type f | LC_ALL=C sort > found.txt
       cut -c 67- manifest-sha256.txt | LC_ALL=C sort | diff - found.txt

5. Check the XML against the schemas in the package:

       xmllint --noout --schema schemas/deposit-manifest.xsd deposit-manifest.xml
       find data -name '*_transcript.xml' -exec xmllint --noout --schema schemas/transcript.xsd {{}} +

6. To check one message of a transcript: the digest with its number, at the end of the
   transcript, is the SHA-256 of the bytes from its <message to its </message>.

What is where:

  data/                   the records, and nothing else
  deposit-manifest.xml    what they are, who decided, when each is due, and the sums
  ledger.csv              one row for each message that is here
  events.csv              who did what, when
  selection-policy.html   the published part of the policy by which messages were selected
  metadata/               the metadata in the form that The National Archives' service takes
  report.html             the sender's report
  schemas/                the schemas of the two kinds of XML

Validated is not accepted. Custody has not transferred by this package.
"
    )
}
