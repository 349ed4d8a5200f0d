document.documentElement.dataset.fixture = 'here';
