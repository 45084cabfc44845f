"""The facts that ship with dcbot, as TOML files, and the pure reader of them."""
