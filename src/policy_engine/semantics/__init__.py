"""From syntax trees to checked IR: names, versions, meaning and what the law says of it."""
