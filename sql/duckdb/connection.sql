SELECT version(), NULL, current_database(), current_schema()
