"""Sources of reports, read in steps that know nothing of each other:

    fetch     an address → bytes, politely: only configured hosts, conditional, bounded in time and size
    parse     bytes of a feed, a page or a table → what is said, as ``IncomingReport``; pure
    decide    what is known and what is said → intents: new, changed, withdrawn; pure
    receive   intents → the database: published at once from a trusted source, else waiting for approval

``reading`` runs the steps for the configured sources that are due.
"""
