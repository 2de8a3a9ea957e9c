"""The one road to the public: item, edition, reviews, release, correction, withdrawal, outbox."""
