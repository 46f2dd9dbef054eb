#!/usr/bin/python3
"""What a health check asks of mongosh, whatever it is told: does the server answer?"""

from pymongo import MongoClient

MongoClient("127.0.0.1", serverSelectionTimeoutMS=2000).admin.command("ping")
