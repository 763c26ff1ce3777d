SELECT version(), current_user, current_database(), current_schema()
