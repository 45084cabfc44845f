"""What dcbot costs, measured against a bare loop on the same homeserver in the same run."""
