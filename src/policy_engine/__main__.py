"""`python -m policy_engine`: the same program as `policy-engine`."""

from policy_engine.cli.main import main

main()
